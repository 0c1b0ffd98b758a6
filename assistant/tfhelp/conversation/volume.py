"""Whether a folder lies on a disk that other machines write to as well, as home folders of GPU clusters do."""

from __future__ import annotations

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")

_SHARED = re.compile(
    r"(?:nfs\d?|cifs|smb\w*|lustre|gpfs|beegfs\w*|ceph|afs|9p|glusterfs|panfs|pvfs2|orangefs|weka\w*|wekafs|vastfs"
    r"|fuse\.\S*(?:sshfs|gluster|ceph|juicefs|s3|gcs|weka|rclone|cvmfs)\S*|virtiofs)"
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def is_shared(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether the folder's file system is one that several machines use at once; False where nobody can tell."""
    try:
        path = folder.resolve()
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except (OSError, RuntimeError):
        return False
    best, kind = -1, ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), parts[1]))
        # The last one of equally deep mounts covers those before it.
        if len(point.parts) >= best and path.is_relative_to(point):
            best, kind = len(point.parts), parts[2]
    return _SHARED.fullmatch(kind) is not None
