"""Services that readers can turn to: what they do, for whom, when, in which languages. What an organisation is lives in `partners`."""
