"""The commitments and recommendations that the programme is measured by."""
