"""The workloads behind the performance goals: everything is measured side by side in one run and reported as ratios.

Run `python -m bench` (about ten minutes), or `python -m bench --quick` for a rough look.
"""
