"""Texts for what can go wrong when a reader asks for a page."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

ERROR_HEADINGS: dict[int, LazyString] = {
    400: lazy_gettext("This address cannot be read"),
    404: lazy_gettext("There is no page here"),
    405: lazy_gettext("This page cannot do that"),
    500: lazy_gettext("Something went wrong here"),
    503: lazy_gettext("The page is not ready"),
}

ERROR_ADVICE: dict[int, LazyString] = {
    400: lazy_gettext("Look at the address again, or go to the first page."),
    404: lazy_gettext("Look at the address again, or go to the first page."),
    405: lazy_gettext("Go to the first page and choose a page there."),
    500: lazy_gettext("It is our mistake. Try again later. In an emergency call 999."),
    503: lazy_gettext("Try again in a minute. In an emergency call 999."),
}
