"""Two papers' reports on one event, in their own words."""

FILLER = " ".join(f"Neighbours spoke about it for {number} hours at the market of the town." for number in range(10))
HERALD = (
    "Earthquake in Morocco kills hundreds near Marrakech\n"
    "A powerful earthquake struck the High Atlas mountains of Morocco late on Friday and killed at least 820 people, "
    f"many of them in villages south of Marrakech, the interior ministry said.\n{FILLER}"
)
POST = (
    "Morocco earthquake: Hundreds dead as buildings collapse in Marrakech\n"
    "Rescuers in Morocco were digging through rubble after a strong earthquake killed hundreds and damaged the old "
    "city of Marrakech on Friday night.\n"
    + " ".join(f"The hospitals took in {number} of the wounded who had been brought by car." for number in range(10))
)
