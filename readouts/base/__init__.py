"""What every package may use and that knows none of them: homes, errors, clocks, days, text as it is compared.

What belongs here: small things of no trade. What does not: anything that knows what a call, a source or a table is.
"""
