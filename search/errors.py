"""The exceptions of Samsök, sorted by who must act.

Knows the tree below; must not know HTTP statuses or exit codes (`api` maps them).

SamsokError
├── RequestError             the caller: change the request
│   ├── InvalidQuery
│   ├── InvalidParameter
│   └── NotFound
├── DocumentError            the file's owner: recorded, the run goes on
│   ├── EmptyDocument
│   ├── EncryptedDocument
│   ├── UnparseableDocument
│   ├── UnsupportedFormat
│   ├── DocumentTooLarge
│   ├── DocumentChanged
│   ├── InvalidSidecar
│   ├── RefusedAddress
│   └── UnavailablePage
├── BackendError             wait and retry
│   ├── DataFolderInUse
│   ├── IndexUnavailable
│   └── ModelUnavailable
└── SetupError               the operator: refuse to start
    ├── InvalidSetting
    ├── EncoderUnavailable
    ├── IncompatibleData
    ├── InvalidTermBank
    └── MissingResource
"""


class SamsokError(Exception):
    """Base of everything Samsök raises on purpose; the message is meant for the person who must act."""


class RequestError(SamsokError):
    """The request cannot be answered as it stands."""


class InvalidQuery(RequestError):
    """The question is empty, too long or holds nothing to search for."""


class InvalidParameter(RequestError):
    """A parameter beside the question is out of range or unknown."""


class NotFound(RequestError):
    """The document, page or passage asked for is not held."""


class DocumentError(SamsokError):
    """One document could not be taken in."""


class EmptyDocument(DocumentError):
    """The file holds no bytes or no text."""


class EncryptedDocument(DocumentError):
    """The file needs a password."""


class UnparseableDocument(DocumentError):
    """The file is damaged, truncated or not what its name says."""


class UnsupportedFormat(DocumentError):
    """No parser takes this kind of file."""


class DocumentTooLarge(DocumentError):
    """The file, or what it unpacks to, is over the limit."""


class DocumentChanged(DocumentError):
    """The file vanished or changed while it was being read."""


class RefusedAddress(DocumentError):
    """The web address may not be fetched: not http, not public, or its site asks not to."""


class UnavailablePage(DocumentError):
    """The web server did not give the page."""


class InvalidSidecar(DocumentError):
    """What a keeper wrote beside a document breaks the rules; the message names file and line."""


class BackendError(SamsokError):
    """A store or service cannot be used now; the same request may work later."""


class DataFolderInUse(BackendError):
    """Another process owns the data folder."""


class IndexUnavailable(BackendError):
    """The vector index did not answer."""


class ModelUnavailable(BackendError):
    """The language model that words answers did not give one in time; the answer is given without it."""


class SetupError(SamsokError):
    """The installation, its settings or its data do not fit together."""


class InvalidSetting(SetupError):
    """A setting is unknown or has a value that cannot be used."""


class EncoderUnavailable(SetupError):
    """The embedding model could not be loaded."""


class IncompatibleData(SetupError):
    """The data folder was written by another version, model or analyzer."""


class InvalidTermBank(SetupError):
    """A file of the term bank breaks its rules; the message names file, line and column."""


class MissingResource(SetupError):
    """A file that the package ships is not there."""
