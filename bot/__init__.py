"""The bot: one assistant and its Telegram door."""
