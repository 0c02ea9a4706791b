"""The half of an edition that needs neither the warehouse nor anybody else, here and in other processes.

What belongs here: making (``making``), articles read with the answers there are (``answers``), the process that makes
the next editions of a range (``process``), and who is told to make what, and when (``crew``). What does not: closing.
"""
