package storage

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// networks are the file systems that other computers may reach, by the number
// that statfs tells of them.
var networks = map[int64]string{
	unix.NFS_SUPER_MAGIC:   "NFS",
	unix.SMB_SUPER_MAGIC:   "SMB",
	unix.CIFS_SUPER_MAGIC:  "SMB",
	unix.SMB2_SUPER_MAGIC:  "SMB",
	unix.V9FS_MAGIC:        "9P",
	unix.AFS_SUPER_MAGIC:   "AFS",
	unix.AFS_FS_MAGIC:      "AFS",
	unix.CODA_SUPER_MAGIC:  "Coda",
	unix.NCP_SUPER_MAGIC:   "NCP",
	unix.CEPH_SUPER_MAGIC:  "Ceph",
	unix.OCFS2_SUPER_MAGIC: "OCFS2",
}

// networkOf names the kind of network file system that the folder lies on, ""
// for one of this computer and for one that cannot be told.
func networkOf(folder string) string {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return ""
	}
	// On some processors the number has a sign.
	number := int64(uint32(s.Type))
	if number != unix.FUSE_SUPER_MAGIC {
		return networks[number]
	}
	var at unix.Stat_t
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil || unix.Stat(folder, &at) != nil {
		return ""
	}
	return fuseOf(string(mounts), unix.Major(uint64(at.Dev)), unix.Minor(uint64(at.Dev)))
}

// fuseOf names the program behind a FUSE file system, as in "fuse.sshfs", and ""
// for one that serves a disk of this computer. mounts is a file as proc(5) tells
// of mountinfo.
func fuseOf(mounts string, major, minor uint32) string {
	device := fmt.Sprintf(" %d:%d ", major, minor)
	for line := range strings.Lines(mounts) {
		before, after, _ := strings.Cut(line, " - ")
		kind, _, _ := strings.Cut(after, " ")
		if strings.Contains(before, device) && kind != "fuseblk" {
			return kind
		}
	}
	return ""
}
