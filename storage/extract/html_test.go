package extract

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

func TestBlocksKeepTheirBreaks(t *testing.T) {
	for page, want := range map[string]string{
		"<p>a</p><p>b</p>":                           "a\n\nb",
		"<p>a  \n b</p>\n\n":                         "a b",
		"<p>a<br>b</p>":                              "a\nb",
		"<p>a<br><br><br>b":                          "a\n\nb",
		"<p>a <b>b</b>c <i> d</i></p>":               "a bc d",
		"<p>a&nbsp;<b>&nbsp;b</b></p>":               "a\u00a0\u00a0b",
		"x<ul><li>a<li>b<ul><li>c</ul><li>d</ul>y":   "x\n\na\nb\nc\nd\n\ny",
		"<ol><li><p>a</p><p>b</p></li><li>c</li>":    "a\nb\nc",
		"<table><tr><td>a<td>b<tr><td>c</table>d":    "a\tb\nc\n\nd",
		"<pre>a\n  b</pre>c":                         "a\n  b\n\nc",
		"<h1>t</h1>a<blockquote>q</blockquote>b":     "t\n\na\n\nq\n\nb",
		"<div><div><p>a</p></div></div><div>b</div>": "a\n\nb",
		"<!-- no --><p> </p><p></p>":                 "",
		"<p>a<wbr>b<!-- no -->c\u00adé</p>":          "abc\u00adé",
		"<dl><dt>a<dd>b</dl>":                        "a\nb",
	} {
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		if got := blockText(root); got != want {
			t.Errorf("%s reads %q, want %q", page, got, want)
		}
	}
}

func TestPagesThatCannotBeRead(t *testing.T) {
	ctx := context.Background()
	for what, c := range map[string]struct {
		page string
		want error
	}{
		"nothing":        {"", errNoArticle},
		"a form":         {"<title>Log in</title><form><label>Name<input></label><button>Go</button></form>", errNoArticle},
		"a NUL":          {"<p>a\x00b</p>", errPageNUL},
		"a page too big": {strings.Repeat("x", maxPage+1), errPageSize},
	} {
		if a, err := HTML(ctx, []byte(c.page), ""); !errors.Is(err, c.want) {
			t.Errorf("%s gave %+v (%v)", what, a, err)
		}
	}
	if _, err := HTML(ctx, []byte(strings.Repeat("<div>", 100_000)+"x"), ""); err == nil {
		t.Error("a page 100,000 elements deep was read")
	}
	if _, err := HTML(ctx, []byte("<p>a\x81b</p>"), "windows-1252"); !errors.As(err, new(*InvalidError)) {
		t.Errorf("a byte that Windows-1252 lacks gave %v", err)
	}
}

func TestPageCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	page := []byte(strings.Repeat("<p>Some words of a paragraph.</p>", 20_000))
	if _, err := HTML(ctx, page, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled page gave %v", err)
	}
}

// TestSearchesThatDoNotEnd leaves as many searches behind as may be, and asks
// for one more.
func TestSearchesThatDoNotEnd(t *testing.T) {
	end := make(chan struct{})
	endless := func(string) (Article, error) {
		<-end
		return Article{}, nil
	}
	short := func() context.Context {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	for range cap(searches) + 1 {
		if _, err := find(short(), "", endless); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a search without end gave %v", err)
		}
	}
	if len(searches) != cap(searches) {
		t.Errorf("%d searches run", len(searches))
	}
	close(end)
	if a, err := HTML(context.Background(), []byte("<p>Ana met Ben.</p>"), ""); err != nil || a.Text != "Ana met Ben." {
		t.Errorf("after they ended a page reads %q (%v)", a.Text, err)
	}
}

// TestHostilePagesEnd reads pages of 300 KB that are made to take long.
func TestHostilePagesEnd(t *testing.T) {
	const size = 300_000
	for what, part := range map[string]string{
		"deep":       "<div>",
		"formatted":  "<b><i><a href=x>",
		"misnested":  "<p><b></p><i></b>",
		"tables":     "<table><tr><td>",
		"fostered":   "<table>x<b>",
		"lists":      "<ul><li>x",
		"attributes": "<p ",
		"breaks":     "x<br><br>",
		"comments":   "<!--<!--",
		"entities":   "&notin&am",
		"paragraphs": "<p>word, ",
	} {
		ctx, cancel := context.WithTimeout(context.Background(), maxTime/2)
		_, err := HTML(ctx, []byte(strings.Repeat(part, size/len(part))), "")
		if errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: no end in sight", what)
		}
		cancel()
	}
}

func TestShortArticleIsRead(t *testing.T) {
	a, err := HTML(context.Background(), []byte("<title>News</title><p>Ana met Ben.</p>"), "")
	if err != nil || a.Text != "Ana met Ben." || a.Title != "News" || a.Date != "" || a.Author != "" {
		t.Errorf("%+v (%v)", a, err)
	}
}

func TestEncodingOfAPage(t *testing.T) {
	const text = "<p>Le préfet a nié l’accord à Nîmes.</p>"
	for declared, data := range map[string][]byte{
		"<meta charset=windows-1252>": encode(t, text, "windows-1252"),
		"<meta charset=iso-8859-1>":   encode(t, text, "windows-1252"),
		"<meta charset=utf-8>":        []byte(text),
		"<meta charset=koi8-r>":       []byte(text), // it is UTF-8, whatever it says
		"":                            encode(t, text, "windows-1252"),
		"<?xml version='1.0'?>":       []byte(text),
	} {
		a, err := HTML(context.Background(), append([]byte(declared), data...), "")
		if err != nil || a.Text != "Le préfet a nié l’accord à Nîmes." {
			t.Errorf("declared by %q it reads %q (%v)", declared, a.Text, err)
		}
	}
	arabic := encode(t, "<p>نفت الوزيرة الخبر في بيروت</p>", "windows-1256")
	for _, hint := range []string{"windows-1256", ""} {
		page := append([]byte("<meta charset=windows-1256>"), arabic...)
		if a, err := HTML(context.Background(), page, hint); err != nil || a.Text != "نفت الوزيرة الخبر في بيروت" || a.Encoding != "windows-1256" {
			t.Errorf("as %q it reads %q in %q (%v)", hint, a.Text, a.Encoding, err)
		}
	}
	if a, err := HTML(context.Background(), bytes.Replace(arabic, []byte("<p>"), []byte("<p lang=ar>"), 1), "cp1256"); err != nil || a.Encoding != "windows-1256" {
		t.Errorf("as asked it reads %q in %q (%v)", a.Text, a.Encoding, err)
	}
}

func TestWhatAPageSaysAboutItself(t *testing.T) {
	const body = "<p>Ana met Ben on Friday, her office said, and denied that anything had been signed.</p>"
	for page, want := range map[string]Article{
		`<meta property="article:published_time" content="2026-03-04T23:30:00-05:00">`:                 {Date: "2026-03-04"},
		`<meta name="DC.date" content="2026-03-04"><meta name=date content="soon">`:                    {Date: "2026-03-04"},
		`<meta name=date content="2026-02-30">`:                                                        {},
		`<meta name=date content="4 March 2026">`:                                                      {},
		`<time datetime="2026-03-01">x</time><time pubdate datetime="2026-03-04T10:00">y</time>`:       {Date: "2026-03-04"},
		`<link rel=canonical href="https://a.example/2026/03/04/b">`:                                   {Date: "2026-03-04", Address: "https://a.example/2026/03/04/b"},
		`<link rel=canonical href="/b"><meta property="og:url" content="http://a.example/b">`:          {Address: "http://a.example/b"},
		`<meta name=author content=" Mara  Lind ">`:                                                    {Author: "Mara Lind"},
		`<meta property="article:author" content="https://a.example/mara"><a rel=author>Mara Lind</a>`: {Author: "Mara Lind"},
		`<title>Ana met Ben | The Post</title><h1>Ana met Ben</h1>`:                                    {Title: "Ana met Ben"},
		`<meta property="og:site_name" content="The Post"><meta property="og:title" content="Ana met Ben">`: {
			Title: "Ana met Ben", Source: "The Post",
		},
		`<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Ana met Ben","datePublished":"2026-03-04","author":{"name":"Mara Lind"}}</script>`: {
			Title: "Ana met Ben", Date: "2026-03-04", Author: "Mara Lind",
		},
	} {
		got, err := HTML(context.Background(), []byte(page+body), "")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got.Text, "Ana met Ben on Friday") {
			t.Errorf("%s reads %q", page, got.Text)
		}
		if got.Text, got.Encoding = "", ""; got != want {
			t.Errorf("%s says %+v, want %+v", page, got, want)
		}
	}
}

func TestBoilerplateIsLeftOutUnlessItIsThePage(t *testing.T) {
	text := strings.Repeat("<p>The minister met the envoys on Friday, and denied that anything had been signed.</p>", 6)
	for _, junk := range []string{
		`<div class="cookie-banner"><p>We use cookies, lots of them, and we ask you to accept them all.</p></div>`,
		`<section id="comments"><p>I do not believe a word of it, and I never shall, said nobody.</p></section>`,
		`<div class="post related-posts"><p>The ferry strike enters its third week, and nobody cares.</p></div>`,
		`<figure><img src=x><figcaption>The minister, seen from behind.</figcaption></figure>`,
		`<nav><p>Home, world, sport and weather, and all the rest of it.</p></nav>`,
	} {
		a, err := HTML(context.Background(), []byte("<body><div class=story>"+text+junk+"</div>"), "")
		if err != nil || strings.Count(a.Text, "minister met") != 6 || strings.Count(a.Text, "\n\n") != 5 {
			t.Errorf("with %s it reads %q (%v)", junk, a.Text, err)
		}
	}
	a, err := HTML(context.Background(), []byte("<body class=comments><div class=widget><div id=sidebar>"+text+"</div></div>"), "")
	if err != nil || strings.Count(a.Text, "minister met") != 6 {
		t.Errorf("a page of odd names reads %q (%v)", a.Text, err)
	}
}
