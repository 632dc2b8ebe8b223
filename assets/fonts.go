package assets

import _ "embed"

// The fonts below are TrueType files under the SIL Open Font License; its text
// is FontLicence. They must not be modified: programs share the bytes.
var (
	// SerifRegular is the reading face for Latin, Greek and Cyrillic.
	//go:embed fonts/NotoSerif-Regular.ttf
	SerifRegular []byte
	// SerifBold is the headline face for Latin, Greek and Cyrillic.
	//go:embed fonts/NotoSerif-Bold.ttf
	SerifBold []byte
	// SerifItalic is the slanted face for Latin, Greek and Cyrillic.
	//go:embed fonts/NotoSerif-Italic.ttf
	SerifItalic []byte
	// NaskhRegular is the reading face for Arabic, Persian and Urdu.
	//go:embed fonts/NotoNaskhArabic-Regular.ttf
	NaskhRegular []byte
	// NaskhBold is the headline face for Arabic, Persian and Urdu.
	//go:embed fonts/NotoNaskhArabic-Bold.ttf
	NaskhBold []byte
	// HebrewRegular is the reading face for Hebrew.
	//go:embed fonts/NotoSerifHebrew-Regular.ttf
	HebrewRegular []byte
	// HebrewBold is the headline face for Hebrew.
	//go:embed fonts/NotoSerifHebrew-Bold.ttf
	HebrewBold []byte
	// SansArabic is the interface face for Arabic, Persian and Urdu.
	//go:embed fonts/NotoSansArabic-Regular.ttf
	SansArabic []byte
	// SansHebrew is the interface face for Hebrew.
	//go:embed fonts/NotoSansHebrew-Regular.ttf
	SansHebrew []byte
	// FontLicence is the licence text of all fonts, with their copyright lines.
	//go:embed fonts/OFL.txt
	FontLicence string
)
