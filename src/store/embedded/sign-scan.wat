;; Which vectors may score high enough by their signs, for scan-block.ts; sign-bound.ts has the arithmetic. The signs of 16 vectors lie together:
;; 16 bytes with 8 signs of each, then 16 with the next 8, $columns times, an even number.
;; Assembled with `npx wat2wasm --enable-threads --enable-relaxed-simd sign-scan.wat -o sign-scan.wasm`; a test compares the two.
(module
  (import "shared" "memory" (memory 1 65536 shared))

  ;; For each of the 16 bytes at $signs, what the tables at $tables have for its lower and upper half, and of the next 16 bytes, added up.
  (func $addFour (param $tables i32) (param $signs i32) (result v128)
    (local $first v128) (local $second v128) (local $half v128)
    (local.set $half (i8x16.splat (i32.const 15)))
    (local.set $first (v128.load (local.get $signs)))
    (local.set $second (v128.load offset=16 (local.get $signs)))
    (i8x16.add
      (i8x16.add
        (i8x16.relaxed_swizzle (v128.load (local.get $tables)) (v128.and (local.get $first) (local.get $half)))
        (i8x16.relaxed_swizzle (v128.load offset=16 (local.get $tables))
          (v128.and (i16x8.shr_u (local.get $first) (i32.const 4)) (local.get $half))))
      (i8x16.add
        (i8x16.relaxed_swizzle (v128.load offset=32 (local.get $tables)) (v128.and (local.get $second) (local.get $half)))
        (i8x16.relaxed_swizzle (v128.load offset=48 (local.get $tables))
          (v128.and (i16x8.shr_u (local.get $second) (i32.const 4)) (local.get $half))))))

  ;; A bit for each of the four vectors from the address on whose greatest likely score, offset + factor × ($base + $each × sum), reaches $least.
  (func $reaches (param $factors i32) (param $offsets i32) (param $sums v128) (param $base v128) (param $each v128) (param $least v128) (result i32)
    (i32x4.bitmask (f32x4.ge
      (f32x4.add (v128.load (local.get $offsets)) (f32x4.mul (v128.load (local.get $factors))
        (f32x4.add (local.get $base) (f32x4.mul (local.get $each) (f32x4.convert_i32x4_u (local.get $sums))))))
      (local.get $least))))

  ;; Of the $count vectors from $signs on, a multiple of 16, writes the int32 places of those to $out, from 0 on, whose greatest likely score
  ;; reaches $least; factors and offsets are float32 by place, sums come from the tables: 16 bytes of at most 63 for each half byte. Returns how
  ;; many places.
  (func (export "pickRun")
    (param $tables i32) (param $signs i32) (param $columns i32) (param $count i32) (param $factors i32) (param $offsets i32)
    (param $base f32) (param $each f32) (param $least f32) (param $out i32) (result i32)
    (local $place i32) (local $table i32) (local $tablesEnd i32) (local $start i32) (local $found i32)
    (local $sums v128) (local $low v128) (local $high v128) (local $bases v128) (local $eaches v128) (local $leasts v128)
    (local.set $start (local.get $out))
    (local.set $tablesEnd (i32.add (local.get $tables) (i32.shl (local.get $columns) (i32.const 5))))
    (local.set $bases (f32x4.splat (local.get $base)))
    (local.set $eaches (f32x4.splat (local.get $each)))
    (local.set $leasts (f32x4.splat (local.get $least)))
    (block $done
      (loop $group
        (br_if $done (i32.ge_u (local.get $place) (local.get $count)))
        (local.set $low (v128.const i32x4 0 0 0 0))
        (local.set $high (v128.const i32x4 0 0 0 0))
        (local.set $table (local.get $tables))
        (loop $next
          (local.set $sums (call $addFour (local.get $table) (local.get $signs)))
          (local.set $low (i16x8.add (local.get $low) (i16x8.extend_low_i8x16_u (local.get $sums))))
          (local.set $high (i16x8.add (local.get $high) (i16x8.extend_high_i8x16_u (local.get $sums))))
          (local.set $signs (i32.add (local.get $signs) (i32.const 32)))
          (local.set $table (i32.add (local.get $table) (i32.const 64)))
          (br_if $next (i32.lt_u (local.get $table) (local.get $tablesEnd))))
        (local.set $found (i32.or
          (i32.or
            (call $reaches (local.get $factors) (local.get $offsets)
              (i32x4.extend_low_i16x8_u (local.get $low)) (local.get $bases) (local.get $eaches) (local.get $leasts))
            (i32.shl (call $reaches (i32.add (local.get $factors) (i32.const 16)) (i32.add (local.get $offsets) (i32.const 16))
              (i32x4.extend_high_i16x8_u (local.get $low)) (local.get $bases) (local.get $eaches) (local.get $leasts)) (i32.const 4)))
          (i32.or
            (i32.shl (call $reaches (i32.add (local.get $factors) (i32.const 32)) (i32.add (local.get $offsets) (i32.const 32))
              (i32x4.extend_low_i16x8_u (local.get $high)) (local.get $bases) (local.get $eaches) (local.get $leasts)) (i32.const 8))
            (i32.shl (call $reaches (i32.add (local.get $factors) (i32.const 48)) (i32.add (local.get $offsets) (i32.const 48))
              (i32x4.extend_high_i16x8_u (local.get $high)) (local.get $bases) (local.get $eaches) (local.get $leasts)) (i32.const 12)))))
        (block $none
          (loop $one
            (br_if $none (i32.eqz (local.get $found)))
            (i32.store (local.get $out) (i32.add (local.get $place) (i32.ctz (local.get $found))))
            (local.set $out (i32.add (local.get $out) (i32.const 4)))
            (local.set $found (i32.and (local.get $found) (i32.sub (local.get $found) (i32.const 1))))
            (br $one)))
        (local.set $place (i32.add (local.get $place) (i32.const 16)))
        (local.set $factors (i32.add (local.get $factors) (i32.const 64)))
        (local.set $offsets (i32.add (local.get $offsets) (i32.const 64)))
        (br $group)))
    (i32.shr_u (i32.sub (local.get $out) (local.get $start)) (i32.const 2)))
)
