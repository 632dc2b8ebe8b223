package labelstudio

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"dragoman/storage/format"
)

// configurationSuffix is what the name of the labelling configuration adds to
// that of the export.
const configurationSuffix = ".config.xml"

// configuration returns the labelling configuration of the schema: what a
// project of Label Studio needs to show and change what is written.
func configuration(opt format.WriteOptions) (suffix string, data []byte, err error) {
	var c config
	c.open("View")
	c.open("Labels", "name", labelControl, "toName", object)
	for _, l := range opt.Schema.Labels {
		c.single("Label", "value", l.Name, "background", l.Colour, "hotkey", l.Key)
	}
	c.close("Labels")
	if len(opt.Schema.RelationTypes) > 0 {
		c.open("Relations")
		for _, r := range opt.Schema.RelationTypes {
			c.single("Relation", "value", r.Name)
		}
		c.close("Relations")
	}
	c.single("Text", "name", object, "value", "$text")
	for _, control := range controls(opt.Schema) {
		c.control(control)
	}
	c.open("View", "visibleWhen", "region-selected")
	c.single("Header", "value", noteControl)
	c.single("TextArea", "name", noteControl, "toName", object, "perRegion", "true", "editable", "true")
	c.close("View")
	c.close("View")
	return configurationSuffix, c.Bytes(), nil
}

// config is XML as it is written.
type config struct {
	bytes.Buffer
	depth int
}

// control writes the control of an attribute, shown where a region of one of
// its labels is selected.
func (c *config) control(p perRegion) {
	when := []string{"visibleWhen", "region-selected"}
	if labels := strings.Join(p.labels, ","); strings.Count(labels, ",") == len(p.labels)-1 {
		when = append(when, "whenTagName", labelControl, "whenLabelValue", labels)
	}
	c.open("View", when...)
	c.single("Header", "value", p.name)
	name := []string{"name", controlOf(p.name), "toName", object, "perRegion", "true"}
	if len(p.values) == 0 {
		c.single("TextArea", append(name, "editable", "true", "maxSubmissions", "1")...)
	} else {
		c.open("Choices", append(name, "choice", "single")...)
		for _, v := range p.values {
			c.single("Choice", "value", v)
		}
		c.close("Choices")
	}
	c.close("View")
}

func (c *config) open(tag string, attributes ...string) {
	c.tag(tag, ">", attributes)
	c.depth++
}

func (c *config) close(tag string) {
	c.depth--
	fmt.Fprintf(c, "%s</%s>\n", strings.Repeat("  ", c.depth), tag)
}

func (c *config) single(tag string, attributes ...string) { c.tag(tag, "/>", attributes) }

// tag writes a tag with names and values in turn; empty values are left out.
func (c *config) tag(tag, end string, attributes []string) {
	fmt.Fprintf(c, "%s<%s", strings.Repeat("  ", c.depth), tag)
	for i := 0; i < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			fmt.Fprintf(c, ` %s="`, attributes[i])
			_ = xml.EscapeText(c, []byte(attributes[i+1])) // a buffer takes all
			c.WriteString(`"`)
		}
	}
	c.WriteString(end + "\n")
}
