"""Why a backup is not made or not put back; each says what to do."""

from kring_shared.kernel.errors import KringError, Refused


class BackupDamaged(KringError):
    """The file is cut short, was changed, or is no backup of Kring; nothing of it is used."""

    code = "kring.backup-damaged"
    exit_code = 13


class BackupTooNew(KringError):
    """A newer Kring made the file, in a form that this one does not know."""

    code = "kring.backup-too-new"
    exit_code = 9


class BackupExpired(Refused):
    """A key backup is past its day: it would bring back keys of people who were promised to be forgotten."""

    code = "kring.backup-expired"


class WrongBackup(Refused):
    """The file is a backup of something else than was asked for."""

    code = "kring.wrong-backup"


class AlreadyThere(Refused):
    """Something stands where a backup or a restored Kring is to be; nothing is ever written over."""

    code = "kring.already-there"
