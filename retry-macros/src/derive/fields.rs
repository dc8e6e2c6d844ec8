use proc_macro2::Span;
use syn::{Error, Field, Fields, Index, Member, Result, ext::IdentExt as _, spanned::Spanned as _};

use crate::{errors, parse::nearest_name};

/// A field, and how a pattern names it.
pub(super) struct NamedField<'a> {
    pub(super) member: Member,
    pub(super) field: &'a Field,
}

impl<'a> NamedField<'a> {
    /// The field that `after` names.
    pub(super) fn of_delay(name: &Member, fields: &'a Fields) -> Result<Self> {
        let wanted = plain(name);
        Self::all(fields)
            .find(|it| it.name() == wanted)
            .ok_or_else(|| no_such_field(&wanted, name.span(), fields))
    }

    /// The field with the inner error: the marked one, the only one, or the one named `source`.
    pub(super) fn of_error(at: Span, fields: &'a Fields) -> Result<Self> {
        let mut marked = Self::all(fields).filter(Self::is_marked);
        match (marked.next(), marked.next()) {
            (Some(_), Some(_)) => return Err(errors::several_marked(at)),
            (Some(marked), None) => return Ok(marked),
            (None, _) => {}
        }
        let is_meant = |it: &Self| fields.len() == 1 || it.name() == "source";
        Self::all(fields).find(is_meant).ok_or_else(|| {
            if fields.is_empty() {
                errors::nothing_inside(at)
            } else {
                errors::several_inside(at)
            }
        })
    }

    fn all(fields: &'a Fields) -> impl Iterator<Item = Self> {
        let fields = fields.members().zip(fields);
        fields.map(|(member, field)| Self { member, field })
    }

    fn name(&self) -> String {
        plain(&self.member)
    }

    fn is_marked(&self) -> bool {
        let marks = |name| self.field.attrs.iter().any(|it| it.path().is_ident(name));
        marks("source") || marks("from")
    }
}

/// The name without `r#`, which `after` does not require.
fn plain(member: &Member) -> String {
    match member {
        Member::Named(name) => name.unraw().to_string(),
        Member::Unnamed(Index { index, .. }) => index.to_string(),
    }
}

fn no_such_field(wanted: &str, at: Span, fields: &Fields) -> Error {
    let names: Vec<String> = fields.members().map(|member| plain(&member)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match (nearest_name(wanted, &names), fields) {
        _ if names.is_empty() => errors::no_field_at_all(at, wanted),
        (Some(name), Fields::Named(_)) => errors::misspelt_field(at, wanted, name),
        _ => errors::unknown_field(at, wanted, names.join("`, `")),
    }
}
