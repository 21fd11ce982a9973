//! Entries of two departments that may be the same thing, and false friends.

use periplus::fieldwork::consolidation::doubles::{Described, likeness, normal_link};

fn entry(title: &str, link: &str) -> Described {
    let links = if link.is_empty() { Vec::new() } else { vec![link.to_owned()] };
    Described { title: title.to_owned(), links }
}

#[test]
fn the_same_link_is_the_same_however_it_is_written() {
    let same = "example.org/ports/guide";
    for link in [
        "https://example.org/ports/guide",
        "http://www.example.org/ports/guide/",
        "WWW.Example.ORG/ports/guide",
        "https://example.org/ports/guide?utm_source=mail&utm_campaign=x",
        "https://example.org/ports/guide?fbclid=1#part-2",
        " https://example.org:443/ports/guide/index.html ",
    ] {
        assert_eq!(normal_link(link).as_deref(), Some(same), "{link}");
    }
    for (link, expected) in [
        ("https://example.org/ports/Guide", Some("example.org/ports/Guide")),
        ("https://example.org/p?id=2&a=1", Some("example.org/p?a=1&id=2")),
        ("https://es.example.org/ports/guide", Some("es.example.org/ports/guide")),
        ("https://example.org:8443/p", Some("example.org:8443/p")),
        ("https://example.org/", None),
        ("www.example.org", None),
        ("see the web page", None),
        ("mailto:a@example.org", None),
        ("javascript:alert(1)", None),
        ("", None),
    ] {
        assert_eq!(normal_link(link).as_deref(), expected, "{link}");
    }
}

#[test]
fn doubles_are_found_and_false_friends_are_not() {
    let link = "https://example.org/a";
    for (one, other) in [
        (entry("Welcome centre", link), entry("Centro de acogida", "http://www.example.org/a/")),
        (entry("Coopération décentralisée au Sénégal", ""), entry("COOPERATION DECENTRALISEE AU SENEGAL.", "")),
        (entry("Programa Puertos Seguros de Andalucía", ""), entry("Programa Puertos Seguros Andalucia", "")),
        (entry("Humanitarian corridors with Lebanon", ""), entry("Humanitarian corridor with Lebanon", "")),
        (entry("Skills for the blue economy", ""), entry("The blue economy: skills", "")),
        (entry("Mediterráneo 2030", ""), entry("Mediterraneo 2030", "")),
        (entry("Ports", ""), entry("ports", "")),
    ] {
        assert!(likeness(&one, &other).is_some(), "{} = {}", one.title, other.title);
        assert_eq!(likeness(&one, &other), likeness(&other, &one), "{}", one.title);
    }
    for (one, other) in [
        ("Fisheries programme phase I", "Fisheries programme phase II"),
        ("Youth exchange programme 2021", "Youth exchange programme 2022"),
        ("Cooperation with Senegal on health", "Cooperation with Tunisia on health"),
        ("Cooperation with Mali on water supply", "Cooperation with Malta on water supply"),
        ("Welcome centre for young migrants", "Training centre for young fishermen"),
        ("Ports", "Posts"),
        ("", ""),
        ("Project", ""),
        ("Reception of unaccompanied minors", "Education of unaccompanied minors"),
    ] {
        assert_eq!(likeness(&entry(one, ""), &entry(other, "")), None, "{one} / {other}");
    }
    let home = "https://example.org/";
    assert_eq!(likeness(&entry("Harbour school", home), &entry("Sea rescue fund", home)), None);
}
