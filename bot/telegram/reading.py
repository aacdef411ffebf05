"""What a Telegram message says, as the assistant's events."""

from pathlib import PurePath

from telegram import Document, Message, Update

from bot.assistant.events import Address, Command, Door, Unsupported

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})
"""Some clients send a HEIC file as application/octet-stream: then its name tells."""

KINDS: tuple[tuple[str, Unsupported], ...] = (
    ("sticker", Unsupported.STICKER),
    ("voice", Unsupported.VOICE),
    ("audio", Unsupported.VOICE),
    ("video", Unsupported.VIDEO),
    ("video_note", Unsupported.VIDEO),
    ("animation", Unsupported.VIDEO),  # carries a document too, so it stands before it
    ("venue", Unsupported.LOCATION),
    ("location", Unsupported.LOCATION),
    ("contact", Unsupported.CONTACT),
    ("poll", Unsupported.POLL),
    ("document", Unsupported.FILE),
)


def address_of(update: Update) -> Address:
    """Whom we speak with: the chat, and the language that their app is set to, empty when it does not say."""
    chat, user = update.effective_chat, update.effective_user
    language = user.language_code if user else None
    return Address(Door.TELEGRAM, str(chat.id if chat else ""), language or "")


def command_in(text: str) -> Command:
    """The command of a text such as `/start@lentigo_bot payload`; one that we do not know asks for help.

    What follows the command is not read: anybody can write a link with it.
    """
    name = text.removeprefix("/").split(maxsplit=1)[0].split("@")[0].lower()
    return Command(name) if name in set(Command) else Command.HELP


def kind_of(message: Message) -> Unsupported:
    """What kind of message it is that we cannot read."""
    return next((kind for field, kind in KINDS if getattr(message, field)), Unsupported.OTHER)


def is_picture(document: Document) -> bool:
    """Whether a file is a picture of a format that we read."""
    suffix = PurePath(document.file_name or "").suffix.lower()
    return document.mime_type in PICTURE_TYPES or suffix in PICTURE_SUFFIXES
