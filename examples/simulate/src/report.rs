//! The report as one HTML file that needs no other.

use std::fmt::Write as _;

use crate::{svg::escaped, table::Table};

/// What one simulation shows.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// What was simulated, with its numbers.
    pub about: String,
    /// What came out.
    pub table: Table,
    /// The same as a picture.
    pub picture: String,
}

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;max-width:760px;margin:2em auto;padding:0 1em;color:#1f2328;background:#fff}
table{border-collapse:collapse}
th,td{padding:.2em .8em;border-bottom:1px solid #8884;text-align:right}
th:first-child,td:first-child{text-align:left}
@media (prefers-color-scheme:dark){body{color:#d1d7e0;background:#0d1117}}
";

/// The file. The command is the one that makes it again.
#[must_use]
pub fn html(command: &str, sections: &[Section]) -> String {
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Retries, simulated</title>\n\
         <style>\n{STYLE}</style>\n<h1>Retries, simulated</h1>\n<p><code>{}</code></p>\n",
        escaped(command)
    );
    for section in sections {
        let (title, about) = (escaped(section.title), escaped(&section.about));
        let table = section.table.html();
        let _ = write!(
            text,
            "<h2>{title}</h2>\n<p>{about}</p>\n{table}{}",
            section.picture
        );
    }
    text + "</html>\n"
}
