"""The second factor: a code from an app on the phone, and ten codes on paper for the day the phone is lost."""
