"""Whether a paper is genuine: by its code, by its QR code, by the file itself; nothing private is ever shown."""
