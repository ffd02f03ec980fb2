"""What can go wrong before anything runs; each has its own exit code, so that a script can tell them apart."""

from kring_shared.kernel.errors import KringError, WrongSetup


class FolderInUse(KringError):
    """Another Kring works in this folder; two brokers over one store lose messages."""

    code = "kring.folder-in-use"
    exit_code = 5


class FolderNotWritable(KringError):
    """The folder cannot be made, or we may not write in it."""

    code = "kring.folder-not-writable"
    exit_code = 6


class PortTaken(KringError):
    """Another program listens on the port."""

    code = "kring.port-taken"
    exit_code = 7


class BinaryMissing(KringError):
    """The nats-server program was not found."""

    code = "kring.binary-missing"
    exit_code = 8


class BinaryTooOld(BinaryMissing):
    """A nats-server was found, but it is too old: it would quietly ignore what we rely on."""

    code = "kring.binary-too-old"


class ServerDidNotStart(KringError):
    """A server of ours ended, or did not answer in time; the message carries the end of its log."""

    code = "kring.server-did-not-start"
    exit_code = 11


class KeyMismatch(WrongSetup):
    """A key is missing, unreadable, or not the one that the data in the folder was written with."""

    code = "kring.key-mismatch"
