"""The one failure of the Telegram door that an operator has to mend; apart, so that naming it loads no library."""


class TelegramRefused(Exception):
    """Telegram does not take our token or our webhook, and trying again would not help; says what to do."""
