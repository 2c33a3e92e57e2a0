/// A view of a row-major matrix, or of its transpose.
#[derive(Clone, Copy)]
pub struct Mat<'a> {
    data: &'a [f32],
    rows: usize,
    cols: usize,
    row_stride: usize,
    col_stride: usize,
}

impl<'a> Mat<'a> {
    /// `data` holds at least `rows × cols` numbers, row after row.
    pub fn new(data: &'a [f32], rows: usize, cols: usize) -> Self {
        Self::strided(data, rows, cols, cols)
    }

    /// Rows that start `stride` numbers apart.
    pub fn strided(data: &'a [f32], rows: usize, cols: usize, stride: usize) -> Self {
        assert!(
            rows == 0 || cols == 0 || data.len() >= (rows - 1) * stride + cols,
            "matrix view out of bounds"
        );
        Mat { data, rows, cols, row_stride: stride, col_stride: 1 }
    }

    pub fn t(self) -> Self {
        Mat {
            rows: self.cols,
            cols: self.rows,
            row_stride: self.col_stride,
            col_stride: self.row_stride,
            ..self
        }
    }
}

/// `out = keep · out + a · b`, with `out` of `a.rows × b.cols` whose rows start `stride` numbers apart.
#[allow(unsafe_code)]
pub fn matmul(out: &mut [f32], stride: usize, keep: f32, a: Mat, b: Mat) {
    let (m, n, k) = (a.rows, b.cols, a.cols);
    assert_eq!(k, b.rows, "matrix shapes do not fit");
    if m == 0 || n == 0 {
        return;
    }
    assert!(n <= stride && out.len() >= (m - 1) * stride + n, "matrix product out of bounds");
    // SAFETY: every view was checked against its slice when made, `out` just above; `out` is borrowed
    // mutably, so it does not overlap `a` or `b`.
    //
    // Products are fastest where columns of `out` lie together; where rows do, as here, it is the product of the transposed ones.
    unsafe {
        gemm_f32::gemm::f32::get_gemm_fn()(
            n,
            m,
            k,
            out.as_mut_ptr(),
            stride as isize,
            1,
            keep != 0.0,
            b.data.as_ptr(),
            b.row_stride as isize,
            b.col_stride as isize,
            a.data.as_ptr(),
            a.row_stride as isize,
            a.col_stride as isize,
            keep,
            1.0,
            false,
            false,
            false,
            gemm_common::Parallelism::None,
        );
    }
}
