"""What requests have in common, whatever the feature: who may enter, which transactions may write, what is logged when it fails."""
