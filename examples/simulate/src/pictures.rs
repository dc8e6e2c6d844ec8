//! The pictures of the guide. Each is made by the code that it shows.

mod bars;
mod decision;
mod delays;
mod herd;
mod load;
mod order;
mod timeline;
mod urllib3;

pub use self::{
    bars::{contended, slow_tail},
    decision::CHECKS,
    herd::herd,
    load::load,
};

/// A picture and what to read next to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The name of its file, without `.svg`.
    pub name: &'static str,
    /// Its text.
    pub svg: String,
}

/// All pictures, in the order of their names.
#[must_use]
pub fn pictures() -> Vec<Picture> {
    let pictures: [(_, fn() -> String); 7] = [
        ("decision", decision::draw),
        ("delays", delays::draw),
        ("herd", herd::draw),
        ("load", load::draw),
        ("order", order::draw),
        ("timeline", timeline::draw),
        ("urllib3", urllib3::draw),
    ];
    pictures
        .into_iter()
        .map(|(name, draw)| Picture { name, svg: draw() })
        .collect()
}
