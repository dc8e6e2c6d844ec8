use syn::Pat;

/// The patterns directly inside this one. Written by hand: syn's visitors would slow down every clean build.
pub(crate) fn subpatterns(pat: &mut Pat) -> Vec<&mut Pat> {
    match pat {
        Pat::Ident(it) => it.subpat.iter_mut().map(|(_, pat)| &mut **pat).collect(),
        Pat::Or(it) => it.cases.iter_mut().collect(),
        Pat::Paren(it) => vec![&mut it.pat],
        Pat::Reference(it) => vec![&mut it.pat],
        Pat::Slice(it) => it.elems.iter_mut().collect(),
        Pat::Struct(it) => it.fields.iter_mut().map(|field| &mut *field.pat).collect(),
        Pat::Tuple(it) => it.elems.iter_mut().collect(),
        Pat::TupleStruct(it) => it.elems.iter_mut().collect(),
        _ => Vec::new(),
    }
}
