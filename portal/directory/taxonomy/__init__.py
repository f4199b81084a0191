"""The 12 major and 177 minor classes of dispute and service, each with its way, limit, departments and flags."""
