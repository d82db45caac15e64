;; Dot products of one int16 query with many int8 vectors, for scan-block.ts. A vector takes `stride` bytes, a multiple
;; of 32; the query has as many int16 numbers. `quantise.ts` keeps them small enough for no sum to leave int32.
;; Assembled with `npx wat2wasm --enable-threads int8-scan.wat -o int8-scan.wasm`; a test compares the two.
(module
  (import "shared" "memory" (memory 1 65536 shared))

  ;; The dot product of the query at $q with the vector at $v.
  (func $dot (param $q i32) (param $v i32) (param $stride i32) (result i32)
    (local $end i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $v) (local.get $stride)))
    (loop $next
      ;; Four independent sums, so that no addition waits for the one before it.
      (local.set $a (i32x4.add (local.get $a) (i32x4.dot_i16x8_s
        (v128.load (local.get $q)) (v128.load8x8_s (local.get $v)))))
      (local.set $b (i32x4.add (local.get $b) (i32x4.dot_i16x8_s
        (v128.load offset=16 (local.get $q)) (v128.load8x8_s offset=8 (local.get $v)))))
      (local.set $c (i32x4.add (local.get $c) (i32x4.dot_i16x8_s
        (v128.load offset=32 (local.get $q)) (v128.load8x8_s offset=16 (local.get $v)))))
      (local.set $d (i32x4.add (local.get $d) (i32x4.dot_i16x8_s
        (v128.load offset=48 (local.get $q)) (v128.load8x8_s offset=24 (local.get $v)))))
      (local.set $q (i32.add (local.get $q) (i32.const 64)))
      (local.set $v (i32.add (local.get $v) (i32.const 32)))
      (br_if $next (i32.lt_u (local.get $v) (local.get $end))))
    (local.set $a (i32x4.add
      (i32x4.add (local.get $a) (local.get $b))
      (i32x4.add (local.get $c) (local.get $d))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
      (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))

  ;; The $count vectors that lie one after the other from $v on; int32 results from $out on.
  (func (export "scanRun") (param $q i32) (param $v i32) (param $stride i32) (param $count i32) (param $out i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (i32.store (local.get $out) (call $dot (local.get $q) (local.get $v) (local.get $stride)))
        (local.set $v (i32.add (local.get $v) (local.get $stride)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $next))))

  ;; The address of the vector at the place that stands at $place.
  (func $vectorAt (param $base i32) (param $bytes i32) (param $place i32) (result i32)
    (i32.add (local.get $base) (i32.mul (i32.load (local.get $place)) (local.get $bytes))))

  ;; Reads a byte of each 64 of the vectors at the places from $places on, up to $end. Vectors that lie apart come from memory one after the
  ;; other where each is worked on before the next is asked for, and side by side where all are asked for first. The sum is nobody's.
  (func $fetch (param $base i32) (param $bytes i32) (param $places i32) (param $end i32) (result i32)
    (local $v i32) (local $vectorEnd i32) (local $sum i32)
    (loop $next
      (local.set $v (call $vectorAt (local.get $base) (local.get $bytes) (local.get $places)))
      (local.set $vectorEnd (i32.add (local.get $v) (local.get $bytes)))
      (loop $line
        (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $v))))
        (local.set $v (i32.add (local.get $v) (i32.const 64)))
        (br_if $line (i32.lt_u (local.get $v) (local.get $vectorEnd))))
      (local.set $places (i32.add (local.get $places) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $places) (local.get $end))))
    (local.get $sum))

  ;; Where a group of 16 places ends, of those from $places on and up to $end.
  (func $groupEnd (param $places i32) (param $end i32) (result i32)
    (select
      (i32.add (local.get $places) (i32.const 64))
      (local.get $end)
      (i32.lt_u (i32.add (local.get $places) (i32.const 64)) (local.get $end))))

  ;; The $count vectors whose int32 places, counted from $base, stand from $places on; int32 results from $out on.
  (func (export "scanPlaces")
    (param $q i32) (param $base i32) (param $stride i32) (param $places i32) (param $count i32) (param $out i32)
    (local $end i32) (local $groupEnd i32)
    (local.set $end (i32.add (local.get $places) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $group
        (br_if $done (i32.ge_u (local.get $places) (local.get $end)))
        (local.set $groupEnd (call $groupEnd (local.get $places) (local.get $end)))
        ;; Stored, so that no compiler leaves the reading out.
        (i32.store (local.get $out)
          (call $fetch (local.get $base) (local.get $stride) (local.get $places) (local.get $groupEnd)))
        (loop $next
          (i32.store (local.get $out) (call $dot
            (local.get $q)
            (call $vectorAt (local.get $base) (local.get $stride) (local.get $places))
            (local.get $stride)))
          (local.set $places (i32.add (local.get $places) (i32.const 4)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (br_if $next (i32.lt_u (local.get $places) (local.get $groupEnd))))
        (br $group))))

  ;; The same for the plane of 4 bits a number: a vector takes half of $stride bytes, each with number j of 32 in its lower half and number
  ;; j + 16 in its upper one.
  (func (export "scanFinePlaces")
    (param $q i32) (param $base i32) (param $stride i32) (param $places i32) (param $count i32) (param $out i32)
    (local $end i32) (local $groupEnd i32) (local $bytes i32)
    (local.set $bytes (i32.shr_u (local.get $stride) (i32.const 1)))
    (local.set $end (i32.add (local.get $places) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $group
        (br_if $done (i32.ge_u (local.get $places) (local.get $end)))
        (local.set $groupEnd (call $groupEnd (local.get $places) (local.get $end)))
        (i32.store (local.get $out)
          (call $fetch (local.get $base) (local.get $bytes) (local.get $places) (local.get $groupEnd)))
        (loop $next
          (i32.store (local.get $out) (call $fineDot
            (local.get $q)
            (call $vectorAt (local.get $base) (local.get $bytes) (local.get $places))
            (local.get $bytes)))
          (local.set $places (i32.add (local.get $places) (i32.const 4)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (br_if $next (i32.lt_u (local.get $places) (local.get $groupEnd))))
        (br $group))))

  (func $fineDot (param $q i32) (param $v i32) (param $length i32) (result i32)
    (local $end i32)
    (local $bytes v128) (local $low v128) (local $high v128) (local $sum v128)
    (local.set $end (i32.add (local.get $v) (local.get $length)))
    (loop $next
      (local.set $bytes (v128.load (local.get $v)))
      ;; Shifted back and forth, so that the signs are kept.
      (local.set $low (i8x16.shr_s (i8x16.shl (local.get $bytes) (i32.const 4)) (i32.const 4)))
      (local.set $high (i8x16.shr_s (local.get $bytes) (i32.const 4)))
      (local.set $sum (i32x4.add (local.get $sum) (i32x4.add
        (i32x4.add
          (i32x4.dot_i16x8_s (v128.load (local.get $q)) (i16x8.extend_low_i8x16_s (local.get $low)))
          (i32x4.dot_i16x8_s (v128.load offset=16 (local.get $q)) (i16x8.extend_high_i8x16_s (local.get $low))))
        (i32x4.add
          (i32x4.dot_i16x8_s (v128.load offset=32 (local.get $q)) (i16x8.extend_low_i8x16_s (local.get $high)))
          (i32x4.dot_i16x8_s (v128.load offset=48 (local.get $q)) (i16x8.extend_high_i8x16_s (local.get $high)))))))
      (local.set $q (i32.add (local.get $q) (i32.const 64)))
      (local.set $v (i32.add (local.get $v) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $v) (local.get $end))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
      (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
)
