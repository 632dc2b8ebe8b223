// Package flow is the geometry of the article view: it shapes an immutable
// text, wraps it to a width, puts each line in visual order, and answers where
// an offset is and which offset is at a point. It paints nothing and knows no
// toolkit.
//
// # Blocks
//
// A text is cut into blocks: its paragraphs, and long paragraphs further into
// pieces of some kilobytes that end behind a sentence or a space. A block is
// shaped when it is first looked at, so opening a text costs one pass over its
// bytes, and a visible part of a paragraph of a megabyte costs only itself; the
// price is a line break at the end of each piece. Shaped blocks are kept in a
// cache of bounded cost. A new width wraps again and shapes nothing.
//
// # Heights
//
// The height of a block that was never wrapped is estimated from its length
// and script. Heights stand in a Fenwick tree, so that y to block and block to
// y cost O(log n). A Viewport is anchored to a block and not to a y: what it
// shows does not move when an estimate above it is corrected.
//
// # What is drawn
//
// Lines consist of pieces, one for each visual run: a string in one font and
// one direction. The string is shaped alone, by the same steps as the painter
// takes, so that what is drawn is what was measured; a string may differ from
// the text where a character has no glyph. Tabs and hidden characters (format
// and control characters, marks of direction) are pieces of their own, which
// have a width and a name to show: a reader must see what is there. Overrides
// of direction are shown and not obeyed: letters never stand in another order
// than they are read.
//
// Offsets are bytes of the text; x and y are pixels of the toolkit.
package flow
