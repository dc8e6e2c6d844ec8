#![doc = include_str!("../../guide/choosing.md")]
// The pictures, which the page shows with `<use>`. Markdown has no way to include a file.
#![doc = "<div hidden>"]
#![doc = include_str!("../../guide/pictures/delays.svg")]
#![doc = include_str!("../../guide/pictures/herd.svg")]
#![doc = include_str!("../../guide/pictures/timeline.svg")]
#![doc = "</div>"]
