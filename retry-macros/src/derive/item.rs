use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt as _;

use super::generics::Generics;
use crate::{
    attrs::Attrs,
    tokens::{colon, is_mark, is_word, list, split_at_commas},
    value,
};

/// The type that the trait is derived for, which the compiler has read already.
pub(super) struct Item {
    pub(super) attrs: Attrs,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) data: Data,
}

pub(super) enum Data {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
    /// Where the keyword stands.
    Union(Span),
}

pub(super) struct Variant {
    pub(super) attrs: Attrs,
    pub(super) name: Ident,
    pub(super) fields: Vec<Field>,
}

pub(super) struct Field {
    pub(super) attrs: Attrs,
    pub(super) member: Member,
    pub(super) ty: Vec<TokenTree>,
}

pub(super) enum Member {
    Named(Ident),
    Unnamed(Literal),
}

impl Item {
    /// Nothing, where the tokens are none of a type.
    pub(super) fn read(tokens: TokenStream) -> Option<Self> {
        let tokens = list(tokens);
        let (attrs, tokens) = Attrs::split(&tokens);
        let is_keyword = |token: &TokenTree| {
            ["struct", "enum", "union"]
                .iter()
                .any(|word| is_word(token, word))
        };
        let keyword = tokens.iter().position(is_keyword)?;
        let [kind, TokenTree::Ident(name), rest @ ..] = &tokens[keyword..] else {
            return None;
        };
        let (generics, rest) = Generics::split(rest);
        // Of a tuple, the fields stand before the `where`; of all others, behind it.
        let (generics, fields) = match rest {
            [TokenTree::Group(fields), clause @ .., _]
            | [clause @ .., TokenTree::Group(fields)] => (generics.under(clause), Some(fields)),
            [clause @ .., _] => (generics.under(clause), None),
            [] => return None,
        };
        let data = match fields {
            _ if is_word(kind, "union") => Data::Union(kind.span()),
            Some(body) if is_word(kind, "enum") => Data::Enum(Variant::all(body.stream())),
            fields => Data::Struct(Field::all(fields)),
        };
        Some(Self {
            attrs,
            name: name.clone(),
            generics,
            data,
        })
    }
}

impl Variant {
    fn all(body: TokenStream) -> Vec<Self> {
        let tokens = list(body);
        let mut rest = tokens.as_slice();
        let mut variants = Vec::new();
        loop {
            let (attrs, behind) = Attrs::split(rest);
            let [TokenTree::Ident(name), behind @ ..] = behind else {
                return variants;
            };
            let (fields, behind) = match behind {
                [TokenTree::Group(fields), behind @ ..] => (Some(fields), behind),
                behind => (None, behind),
            };
            variants.push(Self {
                attrs,
                name: name.clone(),
                fields: Field::all(fields),
            });
            let discriminant = match behind {
                [equals, number @ ..] if is_mark(Some(equals), '=') => 1 + value::length(number),
                _ => 0,
            };
            rest = behind.get(discriminant + 1..).unwrap_or_default();
        }
    }
}

impl Field {
    fn all(fields: Option<&Group>) -> Vec<Self> {
        let Some(fields) = fields else {
            return Vec::new();
        };
        let is_named = fields.delimiter() == Delimiter::Brace;
        let fields = list(fields.stream());
        let fields = split_at_commas(&fields).into_iter().enumerate();
        fields
            .map(|(index, field)| Self::of(is_named, index, field))
            .collect()
    }

    fn of(is_named: bool, index: usize, tokens: &[TokenTree]) -> Self {
        let (attrs, tokens) = Attrs::split(tokens);
        let colon = colon(tokens).filter(|_| is_named);
        let name = colon.and_then(|colon| match tokens.get(colon.checked_sub(1)?) {
            Some(TokenTree::Ident(name)) => Some(name.clone()),
            _ => None,
        });
        let ty = colon.map_or_else(|| without_visibility(tokens), |colon| &tokens[colon + 1..]);
        let member = name.map_or_else(
            || Member::Unnamed(Literal::usize_unsuffixed(index)),
            Member::Named,
        );
        Self {
            attrs,
            member,
            ty: ty.to_vec(),
        }
    }
}

impl Member {
    /// Without `r#`, which nobody has to write here.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Named(name) => name.unraw().to_string(),
            Self::Unnamed(index) => index.to_string(),
        }
    }

    pub(super) fn span(&self) -> Span {
        match self {
            Self::Named(name) => name.span(),
            Self::Unnamed(index) => index.span(),
        }
    }
}

impl ToTokens for Member {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Named(name) => name.to_tokens(tokens),
            Self::Unnamed(index) => index.to_tokens(tokens),
        }
    }
}

/// The type of a field in a tuple. Behind `pub`, parentheses that say for whom are followed by a type.
fn without_visibility(tokens: &[TokenTree]) -> &[TokenTree] {
    match tokens {
        [TokenTree::Group(invisible), ty @ ..]
            if invisible.delimiter() == Delimiter::None && !ty.is_empty() =>
        {
            ty
        }
        [word, TokenTree::Group(place), ty @ ..]
            if is_word(word, "pub")
                && place.delimiter() == Delimiter::Parenthesis
                && !ty.is_empty() =>
        {
            ty
        }
        [word, ty @ ..] if is_word(word, "pub") => ty,
        ty => ty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::text::{handed_on, packed, written};

    #[test]
    fn visibility_is_told_from_the_type() {
        let word = |text: &str| TokenTree::Ident(Ident::new(text, Span::call_site()));
        let (public, ty) = (word("pub"), word("u8"));
        let (vis, nothing, pair) = (handed_on("pub"), handed_on(""), handed_on("(u8, u8)"));
        for (field, expected) in [
            ([&vis, &ty].as_slice(), &ty),
            (&[&nothing, &ty], &ty),
            (&[&nothing, &pair], &pair),
            (&[&public, &pair], &pair),
            (&[&pair], &pair),
            (&[&public, &ty], &ty),
        ] {
            let field: Vec<TokenTree> = field.iter().map(|&token| token.clone()).collect();
            let ty = Field::of(false, 0, &field).ty;
            assert_eq!(written(&ty), expected.to_string());
        }
    }

    /// The variants of an enum, or the struct, with members and types.
    fn read(item: &str) -> String {
        let item = Item::read(item.parse().unwrap()).expect("an item");
        let told = |fields: &[Field]| -> Vec<String> {
            let told = |field: &Field| format!("{}:{}", field.member.plain(), packed(&field.ty));
            fields.iter().map(told).collect()
        };
        match &item.data {
            Data::Struct(fields) => format!("{} {:?}", item.name, told(fields)),
            Data::Enum(variants) => {
                let told = variants
                    .iter()
                    .map(|it| format!("{} {:?}", it.name, told(&it.fields)));
                told.collect::<Vec<_>>().join("; ")
            }
            Data::Union(_) => format!("union {}", item.name),
        }
    }

    #[test]
    fn types_of_every_form_are_read() {
        for (item, expected) in [
            ("struct Unit;", "Unit []"),
            ("#[a] pub(crate) struct Empty {}", "Empty []"),
            (
                "pub struct Tuple(pub u8, pub(crate) (u8, u16), #[b] [u8; 2],);",
                r#"Tuple ["0:u8", "1:(u8,u16)", "2:[u8;2]"]"#,
            ),
            ("struct Pair(pub (u8, u8));", r#"Pair ["0:(u8,u8)"]"#),
            (
                "struct Fields<T: X<u8, u8> = Y> where T: Z { pub a: T, pub(in x::y) r#type: Map<A, B> }",
                r#"Fields ["a:T", "type:Map<A,B>"]"#,
            ),
            ("struct Where<T>(T) where T: Z;", r#"Where ["0:T"]"#),
            ("enum Never {}", ""),
            (
                "enum E { A = 1 << 3, #[b] B { x: ::c::D } = f::<A, B>(), C(u8), }",
                r#"A []; B ["x:::c::D"]; C ["0:u8"]"#,
            ),
            ("union Bits { a: u8 }", "union Bits"),
        ] {
            assert_eq!(read(item), expected, "{item}");
        }
    }
}
