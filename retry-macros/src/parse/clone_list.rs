use proc_macro2::Ident;
use syn::{
    Result, Token, parenthesized,
    parse::{Parse, ParseStream},
    token,
};

use super::key_value::Value;

/// The parameters that `clone(a, b)` lists.
pub(crate) struct CloneList(pub(crate) Vec<Ident>);

impl Value for CloneList {
    const KIND: &'static str = "a list of parameters";

    fn is_next(input: ParseStream<'_>) -> Result<bool> {
        Ok(input.peek(token::Paren))
    }

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        let names;
        parenthesized!(names in input);
        let names = names.parse_terminated(Ident::parse, Token![,])?;
        Ok(Self(names.into_iter().collect()))
    }
}
