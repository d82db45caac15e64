;; What vector-coder.ts makes of a vector of float32 numbers: planes of 8 and 4 bits a number (quantise.ts has the meaning), and its signs
;; after a rotation (sign-bound.ts). Lengths are multiples of 32. Sums are of float32 numbers, and their rounding is left to the caller.
;; Assembled with `npx wat2wasm --enable-threads vector-codes.wat -o vector-codes.wasm`; a test compares the two.
(module
  (import "shared" "memory" (memory 1 65536 shared))
  (global $coarseSum (mut v128) (v128.const i32x4 0 0 0 0))
  (global $fineSum (mut v128) (v128.const i32x4 0 0 0 0))

  (func $addLanes (param $sum v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))

  ;; Four numbers as whole ones of 12 bits; what their planes leave out is added to the sums.
  (func $wholeFour (param $x i32) (param $scale v128) (param $perScale v128) (result v128)
    (local $value v128) (local $whole v128) (local $rest v128)
    (local.set $value (v128.load (local.get $x)))
    (local.set $whole (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (local.get $value) (local.get $perScale)))))
    (local.set $rest (f32x4.sub (local.get $value)
      (f32x4.mul (local.get $scale) (f32x4.convert_i32x4_s (local.get $whole)))))
    (global.set $fineSum (f32x4.add (global.get $fineSum) (f32x4.mul (local.get $rest) (local.get $rest))))
    (local.set $rest (f32x4.sub (local.get $value)
      (f32x4.mul (local.get $scale) (f32x4.convert_i32x4_s (i32x4.shl (call $highOf (local.get $whole)) (i32.const 4))))))
    (global.set $coarseSum (f32x4.add (global.get $coarseSum) (f32x4.mul (local.get $rest) (local.get $rest))))
    (local.get $whole))

  ;; The part of the coarse plane, rounded to the nearest.
  (func $highOf (param $whole v128) (result v128)
    (i32x4.shr_s (i32x4.add (local.get $whole) (i32x4.splat (i32.const 8))) (i32.const 4)))

  ;; Sixteen numbers: writes their bytes of the coarse plane, returns their parts of the fine one.
  (func $sixteen (param $x i32) (param $scale v128) (param $perScale v128) (param $coarse i32) (result v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $highs v128)
    (local.set $a (call $wholeFour (local.get $x) (local.get $scale) (local.get $perScale)))
    (local.set $b (call $wholeFour (i32.add (local.get $x) (i32.const 16)) (local.get $scale) (local.get $perScale)))
    (local.set $c (call $wholeFour (i32.add (local.get $x) (i32.const 32)) (local.get $scale) (local.get $perScale)))
    (local.set $d (call $wholeFour (i32.add (local.get $x) (i32.const 48)) (local.get $scale) (local.get $perScale)))
    (local.set $highs (i8x16.narrow_i16x8_s
      (i16x8.narrow_i32x4_s (call $highOf (local.get $a)) (call $highOf (local.get $b)))
      (i16x8.narrow_i32x4_s (call $highOf (local.get $c)) (call $highOf (local.get $d)))))
    (v128.store (local.get $coarse) (local.get $highs))
    (i8x16.narrow_i16x8_s
      (i16x8.narrow_i32x4_s (call $lowOf (local.get $a)) (call $lowOf (local.get $b)))
      (i16x8.narrow_i32x4_s (call $lowOf (local.get $c)) (call $lowOf (local.get $d)))))

  (func $lowOf (param $whole v128) (result v128)
    (i32x4.sub (local.get $whole) (i32x4.shl (call $highOf (local.get $whole)) (i32.const 4))))

  ;; Writes the planes of the $count numbers at $x, of which the greatest is $greatest; at $out, the squared lengths of what the coarse
  ;; plane leaves out and of what both do.
  (func (export "quantise")
    (param $x i32) (param $count i32) (param $scale f32) (param $coarse i32) (param $fine i32) (param $out i32)
    (local $end i32) (local $scales v128) (local $perScale v128) (local $low v128) (local $high v128)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $scales (f32x4.splat (local.get $scale)))
    (local.set $perScale (f32x4.splat (f32.div (f32.const 1) (local.get $scale))))
    (global.set $coarseSum (v128.const i32x4 0 0 0 0))
    (global.set $fineSum (v128.const i32x4 0 0 0 0))
    (loop $next
      (local.set $low (call $sixteen (local.get $x) (local.get $scales) (local.get $perScale) (local.get $coarse)))
      (local.set $high (call $sixteen (i32.add (local.get $x) (i32.const 64)) (local.get $scales)
        (local.get $perScale) (i32.add (local.get $coarse) (i32.const 16))))
      (v128.store (local.get $fine) (v128.or
        (v128.and (local.get $low) (i8x16.splat (i32.const 15)))
        (i8x16.shl (local.get $high) (i32.const 4))))
      (local.set $x (i32.add (local.get $x) (i32.const 128)))
      (local.set $coarse (i32.add (local.get $coarse) (i32.const 32)))
      (local.set $fine (i32.add (local.get $fine) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $x) (local.get $end))))
    (f32.store (local.get $out) (call $addLanes (global.get $coarseSum)))
    (f32.store offset=4 (local.get $out) (call $addLanes (global.get $fineSum))))

  (func (export "greatest") (param $x i32) (param $count i32) (result f32)
    (local $end i32) (local $most v128)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $most (f32x4.max (local.get $most) (f32x4.abs (v128.load (local.get $x)))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $x) (local.get $end))))
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most)))))

  (func (export "sumOfAbsolutes") (param $x i32) (param $count i32) (result f32)
    (local $end i32) (local $sum v128)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $sum (f32x4.add (local.get $sum) (f32x4.abs (v128.load (local.get $x)))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $x) (local.get $end))))
    (call $addLanes (local.get $sum)))

  (func (export "dot") (param $x i32) (param $y i32) (param $count i32) (result f32)
    (local $end i32) (local $a v128) (local $b v128)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $a (f32x4.add (local.get $a)
        (f32x4.mul (v128.load (local.get $x)) (v128.load (local.get $y)))))
      (local.set $b (f32x4.add (local.get $b)
        (f32x4.mul (v128.load offset=16 (local.get $x)) (v128.load offset=16 (local.get $y)))))
      (local.set $x (i32.add (local.get $x) (i32.const 32)))
      (local.set $y (i32.add (local.get $y) (i32.const 32)))
      (br_if $next (i32.lt_u (local.get $x) (local.get $end))))
    (call $addLanes (f32x4.add (local.get $a) (local.get $b))))

  ;; out = x - y
  (func (export "subtract") (param $x i32) (param $y i32) (param $out i32) (param $count i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (v128.store (local.get $out) (f32x4.sub (v128.load (local.get $x)) (v128.load (local.get $y))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $x) (local.get $end)))))

  ;; Turns the $count numbers at $x, a power of two of at least 32: twice, each is multiplied by a sign and all go through a Hadamard
  ;; transform. $signs holds 2 × $count numbers that are 1 or -1. The result is $count times as long as it was.
  (func (export "rotate") (param $x i32) (param $count i32) (param $signs i32)
    (local $bytes i32)
    (local.set $bytes (i32.shl (local.get $count) (i32.const 2)))
    (call $multiply (local.get $x) (local.get $signs) (local.get $bytes))
    (call $transform (local.get $x) (local.get $bytes))
    (call $multiply (local.get $x) (i32.add (local.get $signs) (local.get $bytes)) (local.get $bytes))
    (call $transform (local.get $x) (local.get $bytes)))

  (func $multiply (param $x i32) (param $y i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $x) (local.get $bytes)))
    (loop $next
      (v128.store (local.get $x) (f32x4.mul (v128.load (local.get $x)) (v128.load (local.get $y))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $x) (local.get $end)))))

  (func $transform (param $x i32) (param $bytes i32)
    (local $end i32) (local $half i32) (local $far i32) (local $at i32) (local $stop i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $sum v128) (local $rest v128)
    (local.set $end (i32.add (local.get $x) (local.get $bytes)))
    (local.set $at (local.get $x))
    ;; Neighbours, then pairs of neighbours, within each four.
    (loop $lanes
      (local.set $a (v128.load (local.get $at)))
      (local.set $a (f32x4.add
        (f32x4.mul (local.get $a) (v128.const f32x4 1 -1 1 -1))
        (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $a) (local.get $a))))
      (local.set $a (f32x4.add
        (f32x4.mul (local.get $a) (v128.const f32x4 1 1 -1 -1))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $a) (local.get $a))))
      (v128.store (local.get $at) (local.get $a))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $lanes (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $half (i32.const 16))
    ;; Two widths at once, as long as there are two: each number is read and written half as often.
    (loop $widths
      (if (i32.lt_u (i32.shl (local.get $half) (i32.const 1)) (local.get $bytes)) (then
        (local.set $at (local.get $x))
        (local.set $far (i32.mul (local.get $half) (i32.const 3)))
        (loop $fours
          (local.set $stop (i32.add (local.get $at) (local.get $half)))
          (loop $four
            (local.set $a (v128.load (local.get $at)))
            (local.set $b (v128.load (i32.add (local.get $at) (local.get $half))))
            (local.set $c (v128.load (i32.add (local.get $at) (i32.shl (local.get $half) (i32.const 1)))))
            (local.set $d (v128.load (i32.add (local.get $at) (local.get $far))))
            (local.set $sum (f32x4.add (local.get $a) (local.get $b)))
            (local.set $rest (f32x4.sub (local.get $a) (local.get $b)))
            (local.set $a (f32x4.add (local.get $c) (local.get $d)))
            (local.set $b (f32x4.sub (local.get $c) (local.get $d)))
            (v128.store (local.get $at) (f32x4.add (local.get $sum) (local.get $a)))
            (v128.store (i32.add (local.get $at) (local.get $half)) (f32x4.add (local.get $rest) (local.get $b)))
            (v128.store (i32.add (local.get $at) (i32.shl (local.get $half) (i32.const 1)))
              (f32x4.sub (local.get $sum) (local.get $a)))
            (v128.store (i32.add (local.get $at) (local.get $far)) (f32x4.sub (local.get $rest) (local.get $b)))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br_if $four (i32.lt_u (local.get $at) (local.get $stop))))
          (local.set $at (i32.add (local.get $at) (local.get $far)))
          (br_if $fours (i32.lt_u (local.get $at) (local.get $end))))
        (local.set $half (i32.shl (local.get $half) (i32.const 2)))
        (br $widths))))
    (if (i32.lt_u (local.get $half) (local.get $bytes)) (then
      (local.set $at (local.get $x))
      (loop $pair
        (local.set $a (v128.load (local.get $at)))
        (local.set $b (v128.load (i32.add (local.get $at) (local.get $half))))
        (v128.store (local.get $at) (f32x4.add (local.get $a) (local.get $b)))
        (v128.store (i32.add (local.get $at) (local.get $half)) (f32x4.sub (local.get $a) (local.get $b)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $pair (i32.lt_u (local.get $at) (i32.add (local.get $x) (local.get $half))))))))

  ;; A bit for each number, set where it is below 0: bytes that lie $step bytes apart.
  (func (export "packSigns") (param $x i32) (param $count i32) (param $out i32) (param $step i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (i32.store8 (local.get $out) (i32.or
        (i32x4.bitmask (v128.load (local.get $x)))
        (i32.shl (i32x4.bitmask (v128.load offset=16 (local.get $x))) (i32.const 4))))
      (local.set $x (i32.add (local.get $x) (i32.const 32)))
      (local.set $out (i32.add (local.get $out) (local.get $step)))
      (br_if $next (i32.lt_u (local.get $x) (local.get $end)))))
)
