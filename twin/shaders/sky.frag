#include "common.glsl"

in vec4 near_point, far_point;
out vec4 pixel;

void main() {
    vec3 d = normalize(far_point.xyz / far_point.w - near_point.xyz / near_point.w);
#ifdef CLAY
    pixel = vec4(mix(vec3(.93, .94, .95), vec3(.80, .86, .92), smoothstep(0., .5, d.z)), 1.);
#else
    vec3 c = sky(vec3(d.xy, max(d.z, 0.)));
#if QUALITY > 0
    vec2 q = d.xy / (max(d.z, 0.) + .14);
    float cover = smoothstep(.50, .80, clouds(q * 1.1 + 3.7) + .10 * clouds(q * 5.));
    float thick = clouds(q * 1.1 + 3.7 + normalize(SUN_DIRECTION.xy + 1e-4) * .12);
    float towards = max(dot(d, SUN_DIRECTION), 0.);
    vec3 bright = HORIZON * .55 + FAR * .25 + SUN * .20 * (1. + 1.2 * pow(towards, 6.));
    vec3 cloud = mix(bright, ZENITH * .5 + FAR * .42, smoothstep(.45, .85, thick));
    c = mix(c, cloud, cover * .62 * smoothstep(.015, .16, d.z));
    float star = step(.9992, hash(floor(d.xy / (d.z + .4) * 520.))) * smoothstep(.93, 1., NIGHT) * (1. - cover);
    c += star * .10 * smoothstep(.1, .4, d.z);
#endif
    c += SUN * smoothstep(.99990, .99996, dot(d, SUN_DIRECTION)) * 18.;
    pixel = finish(c, 1.);
#endif
}
