#![doc = include_str!("../../guide/in_production.md")]
// The pictures, which the page shows with `<use>`. Markdown has no way to include a file.
#![doc = "<div hidden>"]
#![doc = include_str!("../../guide/pictures/load.svg")]
#![doc = "</div>"]
