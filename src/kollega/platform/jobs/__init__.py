"""What happens after a change: the outbox is relayed into jobs, jobs run handlers, duties come round by the clock.

`config/reactions.py` is the one table that says which handlers follow which event and which duties there are.
"""
