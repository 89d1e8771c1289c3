"""A lease queue for work outside the request (作业队列): at least once, re-run after a crash, with progress.

Jobs are rows of the action's own transaction, so a job exists exactly when the change that wants it does.
"""
