use super::*;

#[test]
#[ignore = "prints"]
fn tmp() {
    for f in std::env::var("FILES").unwrap().split(' ') {
        println!("=== {f}");
        match detect(f, &std::fs::read(f).unwrap()) {
            Ok(p) => {
                println!("{}MISSING {:?} NOTES {:?}", p.text, p.missing, p.notes);
                if let Err(r) = crate::fit::mapping::read("x", p.text.clone().into_bytes()) {
                    for d in r.diagnostics {
                        println!("{}", crate::diagnostic::render(&d, &r.sources, false));
                    }
                }
            }
            Err(d) => println!("{}", crate::diagnostic::render(&d, &[], false)),
        }
    }
}
