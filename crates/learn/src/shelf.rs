use std::sync::{Arc, Mutex, PoisonError};

/// Pictures are kept decoded up to this many pixels in all (4 bytes each).
const MOST_PIXELS: usize = 256 << 20;

/// Pictures that were made ready once, as many as memory is meant to hold.
pub struct Shelf<T> {
    kept: Mutex<(usize, Vec<Option<Arc<T>>>)>,
}

impl<T> Shelf<T> {
    pub fn new(places: usize) -> Shelf<T> {
        Shelf { kept: Mutex::new((0, (0..places).map(|_| None).collect())) }
    }

    /// What lies at a place, else what is made, of so many pixels.
    pub fn get<E>(&self, place: usize, make: impl FnOnce() -> Result<(T, usize), E>) -> Result<Arc<T>, E> {
        if let Some(found) = &self.kept.lock().unwrap_or_else(PoisonError::into_inner).1[place] {
            return Ok(found.clone());
        }
        let (made, pixels) = make()?;
        let made = Arc::new(made);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 + pixels <= MOST_PIXELS && kept.1[place].is_none() {
            kept.0 += pixels;
            kept.1[place] = Some(made.clone());
        }
        Ok(made)
    }
}
