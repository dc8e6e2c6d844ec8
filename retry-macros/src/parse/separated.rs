use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Result, Token,
    parse::{ParseStream, Parser},
};

use super::whole_value::at_end;
use crate::errors::Errors;

/// Parses the parts between commas. After an error it continues with the next part, so that all mistakes
/// are reported.
pub(crate) fn comma_separated(
    tokens: TokenStream,
    errors: &mut Errors,
    mut parse: impl FnMut(ParseStream<'_>) -> Result<()>,
) {
    let parts = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if let Err(error) = parse(input) {
                errors.push(error);
                skip_to_comma(input)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    let result = parts.parse2(tokens);
    errors.take(result);
}

fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !at_end(input) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
