"""The flow engine (流程): routing slips (路线单) as data and one pure function. No Django, no clock, no database."""
