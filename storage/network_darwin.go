package storage

import "golang.org/x/sys/unix"

// networks are the file systems that other computers may reach, by the name
// that statfs tells of them.
var networks = map[string]string{
	"nfs": "NFS", "smbfs": "SMB", "cifs": "SMB", "afpfs": "AFP", "webdav": "WebDAV", "ftp": "FTP",
	"macfuse": "FUSE", "osxfuse": "FUSE",
}

// networkOf names the kind of network file system that the folder lies on, ""
// for one of this computer and for one that cannot be told.
func networkOf(folder string) string {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return ""
	}
	return networks[unix.ByteSliceToString(s.Fstypename[:])]
}
