// Cars, street lamps and people.
#include "common.glsl"

in vec3 place, normal;
flat in vec2 kind;                      // sort of part as in twin/props.py, tint
in float up;
out vec4 pixel;

vec3 coat(float tint) {
    if (tint < .30) return vec3(.045, .05, .065);
    if (tint < .50) return vec3(.06, .11, .22);
    if (tint < .65) return vec3(.55, .53, .49);
    if (tint < .80) return vec3(.30, .10, .07);
    return tint < .90 ? vec3(.42, .34, .20) : vec3(.10, .24, .20);
}

vec3 paint(float tint) {
    if (tint < .35) return vec3(.74);
    if (tint < .55) return vec3(.055, .06, .068);
    if (tint < .70) return vec3(.30, .32, .34);
    if (tint < .80) return vec3(.44, .045, .03);
    return tint < .90 ? vec3(.035, .13, .30) : vec3(.68, .52, .24);
}

void main() {
    vec3 n = normalize(normal);
#ifdef CLAY
    pixel = vec4(haze(vec3(.86) * clay_shade(n, 1.), place), 1.);
#else
    int part = int(kind.x + .5);
    vec3 albedo = vec3(.11, .115, .12);
    if (part == 0) albedo = paint(kind.y);
    if (part == 1) albedo = vec3(.022, .028, .034);
    if (part == 2) albedo = vec3(.016);
    if (part == 7) albedo = mix(vec3(.03, .035, .05), vec3(.13, .12, .11), fract(kind.y * 7.));
    if (part == 8) albedo = coat(kind.y);
    if (part == 9) albedo = vec3(.42, .27, .19);
    vec3 glow = vec3(0.);
    if (part == 3) glow = vec3(1., .92, .75) * (.25 + 2.2 * NIGHT);
    if (part == 4) glow = vec3(.7, .035, .015) * (.15 + 1.3 * NIGHT);
    if (part == 6) glow = vec3(1., .80, .52) * (.1 + 2.8 * NIGHT);
#if QUALITY == 0
    float lit = 1.;
#else
    float lit = sunlit(place, n);
#endif
    vec3 c = albedo * (SUN * max(dot(n, SUN_DIRECTION), 0.) * lit * .493 + ambient(n) * .9 + NIGHT * vec3(.22, .16, .09));
#if QUALITY > 0
    if (part < 2) {
        vec3 v = normalize(place - EYE), r = reflect(v, n);
        float facing = 1. - max(dot(-v, n), 0.);
        c += sky(vec3(r.xy, abs(r.z))) * (.04 + .6 * facing * facing * facing * facing);
    }
#endif
    pixel = finish(haze(c + glow, place), 1.);
#endif
}
