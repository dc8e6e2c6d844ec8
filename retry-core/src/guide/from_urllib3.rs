#![doc = include_str!("../../guide/from_urllib3.md")]
// The pictures, which the page shows with `<use>`. Markdown has no way to include a file.
#![doc = "<div hidden>"]
#![doc = include_str!("../../guide/pictures/urllib3.svg")]
#![doc = "</div>"]
