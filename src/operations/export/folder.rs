//! An export in a folder: made aside, then moved into place, the manifest last.

use std::{
    ffi::OsStr,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use tempfile::TempDir;
use tokio::task::spawn_blocking;

use super::{
    Export, ExportFailure,
    outlet::Disk,
    production::{Made, produce},
};
use crate::{
    export::manifest::{Manifest, Origin},
    store::Pool,
};

const MANIFEST: &str = "manifest.json";
const SUMS: &str = "SHA256SUMS";

/// Writes every file of an export into a folder, which is made where there is none, with `manifest.json` and
/// `SHA256SUMS`. Nothing in it changes before all files are complete; what an earlier export left there and this one
/// lacks is removed.
///
/// # Errors
/// When the database does not answer, or the folder cannot be written.
pub async fn to_folder(pool: &Pool, export: &Arc<Export>, folder: &Path) -> Result<Manifest, ExportFailure> {
    let (target, names) = (folder.to_owned(), export.files().to_vec());
    let (aside, files) = spawn_blocking(move || {
        fs::create_dir_all(&target).map_err(unwritable(&target))?;
        // Inside the folder, because files are only moved at once within one file system.
        let aside = tempfile::Builder::new().prefix(".export-").tempdir_in(&target).map_err(unwritable(&target))?;
        let files = names.into_iter().map(|file| {
            let disk = Disk::create(&aside.path().join(&file.name))?;
            Ok((file, disk))
        });
        let files = files.collect::<Result<Vec<_>, ExportFailure>>()?;
        Ok::<_, ExportFailure>((aside, files))
    })
    .await??;
    let made = produce(pool, export, files).await?;
    let folder = folder.to_owned();
    let origin = export.origin();
    spawn_blocking(move || publish(&aside, origin, made, &folder)).await?
}

fn publish(aside: &TempDir, origin: Origin, made: Vec<Made<Disk>>, folder: &Path) -> Result<Manifest, ExportFailure> {
    let entries = made.into_iter().map(|made| made.sink.finish(&made.name, Some(made.rows)));
    let manifest = Manifest::new(origin, entries.collect::<Result<_, _>>()?);
    write(&aside.path().join(SUMS), &manifest.sha256sums())?;
    write(&aside.path().join(MANIFEST), &manifest.to_json()?)?;
    remove_earlier(folder)?;
    let names = manifest.files.iter().map(|file| file.name.as_str());
    for name in names.chain([SUMS, MANIFEST]) {
        let to = folder.join(name);
        fs::rename(aside.path().join(name), &to).map_err(unwritable(&to))?;
    }
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritable(folder))?;
    Ok(manifest)
}

/// First the manifest, so that at no moment it describes files that are not there.
fn remove_earlier(folder: &Path) -> Result<(), ExportFailure> {
    let path = folder.join(MANIFEST);
    let Ok(json) = fs::read(&path) else { return Ok(()) };
    fs::remove_file(&path).map_err(unwritable(&path))?;
    let earlier: Manifest = serde_json::from_slice(&json).unwrap_or_default();
    // A manifest that somebody wrote by hand leads nowhere else.
    let own = |name: &str| Path::new(name).file_name() == Some(OsStr::new(name));
    for file in earlier.files.iter().filter(|file| own(&file.name)) {
        let path = folder.join(&file.name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unwritable(&path)(error)),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), ExportFailure> {
    let written = fs::File::create(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(unwritable(path))
}

fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> ExportFailure {
    let path: PathBuf = path.to_owned();
    move |source| ExportFailure::File { path, source }
}
