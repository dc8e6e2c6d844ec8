//! Few names at the root of a crate.

use std::collections::BTreeSet;

use syn::{Attribute, Item, ItemUse, Visibility};

use crate::{
    test_code::{attributes, is_test_code},
    uses::uses,
};

/// What the root exports beyond `most` names. A name that is a function and a macro counts once.
pub(crate) fn problems(root: &str, most: usize) -> Vec<String> {
    let root = syn::parse_file(root).expect("Rust");
    let mut names = BTreeSet::new();
    let mut problems = Vec::new();
    for item in root.items.iter().filter(|item| is_shown(attributes(item))) {
        match item {
            Item::Use(declaration) if is_public(&declaration.vis) => {
                problems.extend(add_used(declaration, &mut names));
            }
            item => names.extend(public_name(item)),
        }
    }
    if names.len() > most {
        let count = names.len();
        let names: Vec<_> = names.into_iter().collect();
        problems.push(format!(
            "lib.rs exports {count} names, at most {most} are allowed: move some into a module ({})",
            names.join(", ")
        ));
    }
    problems
}

fn add_used(declaration: &ItemUse, names: &mut BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    for used in uses(declaration) {
        if used.is_glob {
            let (line, path) = (used.mention.line, used.mention.path.join("::"));
            problems.push(format!(
                "lib.rs:{line} exports all of `{path}`: name what it exports"
            ));
        }
        names.extend(used.alias);
    }
    problems
}

fn public_name(item: &Item) -> Option<String> {
    let (visibility, name) = match item {
        Item::Const(item) => (&item.vis, &item.ident),
        Item::Enum(item) => (&item.vis, &item.ident),
        Item::Fn(item) => (&item.vis, &item.sig.ident),
        Item::Mod(item) => (&item.vis, &item.ident),
        Item::Static(item) => (&item.vis, &item.ident),
        Item::Struct(item) => (&item.vis, &item.ident),
        Item::Trait(item) => (&item.vis, &item.ident),
        Item::Type(item) => (&item.vis, &item.ident),
        _ => return None,
    };
    is_public(visibility).then(|| name.to_string())
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_shown(attributes: &[Attribute]) -> bool {
    let is_hidden = attributes.iter().any(|attribute| {
        let Ok(list) = attribute.meta.require_list() else {
            return false;
        };
        list.path.is_ident("doc") && list.tokens.to_string() == "hidden"
    });
    !is_hidden && !is_test_code(attributes)
}

#[test]
fn names_are_counted_once_and_hidden_ones_not() {
    let root = "
        mod policy;
        pub mod time;
        #[doc(hidden)]
        pub mod __private;
        pub(crate) use self::policy::Inner;
        pub use retry_macros::{Retryable, retry};
        pub use self::{policy::{Policy as Rules, Retryable}, retry::retry};
        #[cfg(test)]
        pub mod fixtures;
    ";
    assert_eq!(problems(root, 4), [""; 0]);
    assert_eq!(
        problems(root, 3),
        [
            "lib.rs exports 4 names, at most 3 are allowed: move some into a module (Retryable, Rules, retry, time)"
        ]
    );
}

#[test]
fn an_export_of_everything_is_reported() {
    assert_eq!(
        problems("\npub use self::policy::*;", 3),
        ["lib.rs:2 exports all of `self::policy`: name what it exports"]
    );
}
