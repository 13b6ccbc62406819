use super::*;

#[test]
#[ignore = "reads a folder of mappings"]
fn tmp() {
    for f in std::fs::read_dir(std::env::var("MAPPINGS").unwrap()).unwrap() {
        let p = f.unwrap().path();
        match read(&p.display().to_string(), std::fs::read(&p).unwrap()) {
            Ok(r) => println!("OK {} {:#?}", p.display(), r.mapping.segments),
            Err(r) => {
                for d in r.diagnostics {
                    println!("{}", crate::diagnostic::render(&d, &r.sources, false));
                }
            }
        }
    }
}
