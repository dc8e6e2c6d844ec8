#![doc = include_str!("../../guide/overload.md")]
// The picture, which the page shows with `<use>`. Markdown has no way to include a file.
#![doc = "<div hidden>"]
#![doc = include_str!("../../guide/pictures/order.svg")]
#![doc = "</div>"]
