//! Which policies are constants, so that a run can hold a reference to them.

use syn::{Expr, PathSegment};

use super::expression::ungrouped;

/// Whether this is named as a `const` or `static` is, or a reference to one.
pub(crate) fn is_constant(expr: &Expr) -> bool {
    let path = match dereferenced(expr) {
        Expr::Path(path) if path.qself.is_none() => &path.path.segments,
        _ => return false,
    };
    // The compiler makes no static of a constant that may depend on a type parameter.
    let is_generic =
        |segment: &PathSegment| segment.ident == "Self" || !segment.arguments.is_none();
    let is_upper_case =
        |segment: &PathSegment| !segment.ident.to_string().chars().any(char::is_lowercase);
    !path.iter().any(is_generic) && path.last().is_some_and(is_upper_case)
}

fn dereferenced(expr: &Expr) -> &Expr {
    match ungrouped(expr) {
        Expr::Reference(it) if it.mutability.is_none() => ungrouped(&it.expr),
        other => other,
    }
}
