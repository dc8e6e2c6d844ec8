use proc_macro2::Ident;
use syn::{
    Result, Token, parenthesized,
    parse::{Parse, ParseStream},
};

use super::key_value::Value;

/// The parameters that `clone(a, b)` lists.
pub(crate) struct CloneList(pub(crate) Vec<Ident>);

impl Value for CloneList {
    const KIND: &'static str = "a list of parameters";
    const IN_PARENTHESES: bool = true;

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        let names;
        parenthesized!(names in input);
        let names = names.parse_terminated(Ident::parse, Token![,])?;
        Ok(Self(names.into_iter().collect()))
    }
}
