//! Text of commits that is not UTF-8: decoded by the name that the commit gives its encoding.

use encoding_rs::Encoding;

/// Names that git takes and the web does not know, with the web's.
const ALIASES: [(&str, &str); 8] = [
    ("cp932", "shift_jis"),
    ("cp936", "gbk"),
    ("cp949", "euc-kr"),
    ("cp950", "big5"),
    ("eucjp", "euc-jp"),
    ("euckr", "euc-kr"),
    ("koi8r", "koi8-r"),
    ("koi8u", "koi8-u"),
];

/// Decodes a text by the name in a commit's `encoding` header; what cannot be decoded becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], encoding: Option<&[u8]>) -> String {
    let name = String::from_utf8_lossy(encoding.unwrap_or_default()).trim().to_ascii_lowercase();
    match name.replace('_', "-").as_str() {
        // The web takes Latin-1 for its own superset of it, git does not.
        "iso-8859-1" | "iso8859-1" | "iso88591" | "latin1" | "latin-1" => {
            bytes.iter().copied().map(char::from).collect()
        }
        // Nor does it take what is no ASCII for anything else.
        "ascii" | "us-ascii" => String::from_utf8_lossy(bytes).into_owned(),
        _ => match named(&name) {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            None => String::from_utf8_lossy(bytes).into_owned(),
        },
    }
}

fn named(name: &str) -> Option<&'static Encoding> {
    let alias = ALIASES.iter().find(|it| it.0 == name).map_or(name, |it| it.1);
    Encoding::for_label_no_replacement(alias.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_header_makes_text_anything_but_utf_8() {
        assert_eq!(decode(b"caf\xe9", Some(b"ISO-8859-1")), "café");
        assert_eq!(decode(b"caf\xe9", None), "caf\u{fffd}");
        assert_eq!(decode("café".as_bytes(), Some(b"US-ASCII")), "café");
        assert_eq!(decode("café".as_bytes(), Some(b"no such encoding")), "café");
        assert!(ALIASES.iter().all(|it| named(it.0).is_some() && named("no such encoding").is_none()));
    }
}
