"""Finished reports to the people who wait for them, once.

    campaign, recipients, files ──plan──▶ outbox and journal ──send──▶ a server

A plan is frozen: every message lies in the outbox as it will go out, and the journal knows its state from then on.
"""
