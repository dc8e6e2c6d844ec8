//! Takes `use` declarations apart.

use syn::{
    Ident, Item, ItemUse, UseTree,
    ext::IdentExt,
    visit::{self, Visit},
};

use crate::{
    mentions::Mention,
    test_code::{attributes, is_test_code},
};

/// The declarations within the bodies of an item's functions.
pub(crate) fn inner_uses(item: &Item) -> Vec<&ItemUse> {
    let mut uses = InnerUses::default();
    uses.visit_item(item);
    uses.found
}

/// A name that `use` brings in.
#[derive(Debug)]
pub(crate) struct Used {
    pub(crate) mention: Mention,
    /// `None` for `*` and for `as _`.
    pub(crate) alias: Option<String>,
    pub(crate) is_glob: bool,
}

/// Every name of a `use`, groups taken apart.
pub(crate) fn uses(item: &ItemUse) -> Vec<Used> {
    let mut found = Vec::new();
    if item.leading_colon.is_none() {
        flatten(&item.tree, &mut Vec::new(), &mut found);
    }
    found
}

fn flatten(tree: &UseTree, prefix: &mut Vec<Ident>, found: &mut Vec<Used>) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.clone());
            flatten(&path.tree, prefix, found);
            prefix.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, prefix, found);
            }
        }
        UseTree::Name(name) => found.extend(used(prefix, &name.ident, &name.ident)),
        UseTree::Rename(rename) => found.extend(used(prefix, &rename.ident, &rename.rename)),
        UseTree::Glob(_) => found.extend(Mention::of(prefix).map(|mention| Used {
            mention,
            alias: None,
            is_glob: true,
        })),
    }
}

/// `use a::b::{self}` brings in `b`.
fn used(prefix: &[Ident], name: &Ident, alias: &Ident) -> Option<Used> {
    let names_module = name == "self" && !prefix.is_empty();
    let mut names = prefix.to_vec();
    if !names_module {
        names.push(name.clone());
    }
    let alias = if alias == "self" {
        names.last()?
    } else {
        alias
    };
    let alias = (alias != "_").then(|| alias.unraw().to_string());
    Some(Used {
        alias,
        mention: Mention::of(&names)?,
        is_glob: false,
    })
}

#[derive(Default)]
struct InnerUses<'ast> {
    found: Vec<&'ast ItemUse>,
}

impl<'ast> Visit<'ast> for InnerUses<'ast> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test_code(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.found.push(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_used_by(source: &str) -> Vec<(String, Option<String>)> {
        let item = syn::parse_str(source).expect("a `use`");
        uses(&item)
            .into_iter()
            .map(|used| (used.mention.path.join("::"), used.alias))
            .collect()
    }

    #[test]
    fn groups_and_other_names_of_a_use_are_taken_apart() {
        let name = |path: &str, alias: &str| (path.to_owned(), Some(alias.to_owned()));
        assert_eq!(
            names_used_by("use crate::{a::{self, A as B}, c::*, d::D as _};"),
            [
                name("crate::a", "a"),
                name("crate::a::A", "B"),
                ("crate::c".to_owned(), None),
                ("crate::d::D".to_owned(), None),
            ]
        );
        assert_eq!(names_used_by("use ::a::A;"), []);
    }
}
