"""What a password must be: long enough, and not one that everybody tries first."""

SHORTEST = 10
LONGEST = 128
COMMON = (
    "1234567890", "0123456789", "0987654321", "qwertyuiop", "1qaz2wsx3edc", "abcdefghij", "password", "passw0rd",
    "iloveyou", "admin", "woaini", "zaq12wsx", "asdfghjkl", "a123456789", "aa123456", "5201314",
)  # fmt: skip


def too_easy(password: str, *own: str) -> bool:
    """Made of one or two signs, of a very common beginning, or of the person's own login, phone or name."""
    low = password.lower()
    if len(set(low)) < 4:
        return True
    rests = [low.replace(common, "") for common in COMMON if common in low]
    rests += [low.replace(word.lower(), "") for word in own if len(word) >= 3 and word.lower() in low]
    return any(len(rest) < 5 for rest in rests)
