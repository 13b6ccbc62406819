//! The frame: head, title, contents, and the pages between them.

use super::page::PageView;
use crate::report::pack::Report;
use askama::Template;

/// The whole file.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy|safe }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{{ report.title }}</title>
<link rel="icon" href="data:,">
<style>{{ style|safe }}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<h1>{{ report.title }}</h1>
<p class="subtitle">{{ report.subtitle }}</p>
</header>
<nav aria-label="Contents">
<ol>
{%- for page in pages %}
<li><a href="#{{ page.id }}"><span class="number">{{ page.number }}</span> <span class="name">{{ page.name }}</span> <span class="finding">{{ page.headline }}</span></a></li>
{%- endfor %}
</ol>
</nav>
<main id="findings" tabindex="-1">
{%- for page in pages %}
{{ page }}
{%- endfor %}
</main>
</body>
</html>
"##
)]
pub struct Document<'a> {
    /// The content security policy.
    pub policy: String,
    /// The one style sheet.
    pub style: String,
    /// The report.
    pub report: &'a Report,
    /// Its pages.
    pub pages: Vec<PageView<'a>>,
}
